from .errors import Problem
def error(problem, rules, lang): return problem.code
def as_text(body, rules, lang): return str(body)

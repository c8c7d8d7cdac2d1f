"""What the calculators share: one evaluation, the kinds of conditions, the tenure, the findings."""

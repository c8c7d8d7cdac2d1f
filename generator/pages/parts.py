"""What all pages share: the day whose law they print, and the parts of the regime that have a page each."""

TODAY = "2026-11-21"  # fixed, so that a page does not change with the day it is built

# `rule/<name>`, from `rule-<name>.md.j2`, with its titles.
PARTS = (
    ("promotion", "晋升所需年限", "Years for promotion"),
    ("counting", "任职年限的计算", "Counting of tenure"),
    ("bars", "不得晋升的情形与影响期", "Bars and effect periods"),
    ("quotas", "职级职数", "Quotas"),
    ("setup", "职级设置", "Where ranks may be set up"),
    ("procedure", "晋升程序", "Procedure"),
    ("levels", "级别", "Levels"),
    ("conversion", "套转", "Conversion of 2019"),
    ("status", "降低、待遇与管理", "Lowering, treatment and management"),
    ("posts", "由职级转任领导职务", "From rank to leading post"),
    ("entry", "新录用人员任职定级", "Rank on entry"),
    ("assessment", "考核结果的作用", "What each assessment grade does"),
)

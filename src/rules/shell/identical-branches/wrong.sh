if is_main; then deploy staging; else deploy staging; fi # WRONG
if grep -q x list; then echo yes; else echo yes; fi # WRONG

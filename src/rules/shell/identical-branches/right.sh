if is_main; then deploy production; else deploy staging; fi # RIGHT
if is_main; then :; else :; fi # RIGHT
if a; then one; elif b; then two; else one; fi # RIGHT

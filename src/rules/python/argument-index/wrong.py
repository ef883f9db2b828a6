def check(context, names):
    for name in names:
        if name == context.call_args[0]:  # WRONG
            return True


def visit_Call(self, node):
    self.first = node.args[0]  # WRONG

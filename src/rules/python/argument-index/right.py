def check(context, names):
    if context.call_args and context.call_args[0] in names:  # RIGHT
        return True


def visit_Call(self, node):
    if len(node.args) > 0:
        self.first = node.args[0]  # RIGHT


def visit_other(self, node):
    try:
        return node.args[0]  # RIGHT
    except IndexError:
        return error.args[0]  # RIGHT

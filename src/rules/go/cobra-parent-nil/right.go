package root

import "github.com/spf13/cobra"

func title(cmd *cobra.Command) string {
	if cmd.HasParent() {
		return cmd.Parent().Name() // RIGHT
	}
	return cmd.Name()
}

func walk(c *cobra.Command) {
	for c.Parent() != nil {
		log.Print(c.Parent().Use) // RIGHT
	}
}

func folder(node *Node) string {
	return node.Parent().Name() // RIGHT
}

func refine(cmd *cobra.Command) {
	cmd.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return c.Parent().FlagErrorFunc()(c, err) // RIGHT
	})
}

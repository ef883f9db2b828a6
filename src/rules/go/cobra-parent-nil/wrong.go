package root

import "github.com/spf13/cobra"

func newRoot() *cobra.Command {
	return &cobra.Command{
		PersistentPreRunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Parent().Use == "repo" { // WRONG
				return nil
			}
			return nil
		},
	}
}

func title(command *cobra.Command) string {
	return command.Parent().Name() // WRONG
}

// CreationCLI

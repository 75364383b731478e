// CreationJSON

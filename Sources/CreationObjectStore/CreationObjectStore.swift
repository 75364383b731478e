// CreationObjectStore

// LockedFiles

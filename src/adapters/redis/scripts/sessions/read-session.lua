-- Returns tag and sealed session; nothing if there is none.
return there.sealed and { there.tag, there.sealed }

namespace AutoValley.Storage;

/// <summary>Bytes that somebody keeps under a key of kind, owner and item.</summary>
public readonly record struct KeptRow(int Kind, string Owner, string Item, ReadOnlyMemory<byte> Value);

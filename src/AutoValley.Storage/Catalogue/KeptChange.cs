namespace AutoValley.Storage;

/// <summary>A change of kept rows.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Owner">Whose.</param>
/// <param name="Item">Which; null is all of the owner's of this kind, and only with a null value.</param>
/// <param name="Value">What is put there; null deletes.</param>
public readonly record struct KeptChange(int Kind, string Owner, string? Item, ReadOnlyMemory<byte>? Value);

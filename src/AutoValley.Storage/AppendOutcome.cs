namespace AutoValley.Storage;

/// <summary>What became of a batch that was appended.</summary>
public enum AppendOutcome
{
    /// <summary>It was new and is durable.</summary>
    Appended,

    /// <summary>(vehicle, session, sequence) was held already and is durable; nothing was stored again.</summary>
    Duplicate,

    /// <summary>
    /// Nothing was stored: its session has as many holes between its batch numbers as <see cref="StoreOptions.MaximumSessionHoles"/> allows, and it
    /// would make another.
    /// </summary>
    TooManyHoles,
}

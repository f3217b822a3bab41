namespace AutoValley.Storage;

/// <summary>What became of a batch that was appended.</summary>
public enum AppendOutcome
{
    /// <summary>It was new and is durable.</summary>
    Appended,

    /// <summary>(vehicle, session, sequence) was held already and is durable; nothing was stored again.</summary>
    Duplicate,
}

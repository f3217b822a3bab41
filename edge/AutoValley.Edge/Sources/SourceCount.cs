namespace AutoValley.Edge.Sources;

/// <summary>Something that a source counts beside its samples, for the agent's status.</summary>
/// <param name="Name">What is counted, in a few words: <c>lines</c>, <c>error frames</c>.</param>
/// <param name="Count">Since the agent started.</param>
/// <param name="IsGap">Whether each one is something that the samples lack: lost, unreadable or refused.</param>
public readonly record struct SourceCount(string Name, long Count, bool IsGap = false);

namespace AutoValley.Edge.Sources.Running;

/// <summary>What a source is at.</summary>
public enum SourceState
{
    /// <summary>It reads its input.</summary>
    Running,

    /// <summary>It failed and waits to be started again.</summary>
    Waiting,

    /// <summary>Its input is at its end.</summary>
    Ended,

    /// <summary>It failed and is not started again.</summary>
    Failed,
}

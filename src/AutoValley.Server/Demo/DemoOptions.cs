using Spectre.Console;

namespace AutoValley.Server.Demo;

/// <summary>What is particular to the demo.</summary>
internal sealed record DemoOptions
{
    /// <summary>Where the table is drawn, over itself where it is a terminal.</summary>
    public required IAnsiConsole Console { get; init; }

    /// <summary>The same seed drives the same way.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>When to end by itself; null runs until told to stop.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Whether a data folder was asked for; else the demo's is deleted at the end.</summary>
    public bool KeepData { get; init; }

    /// <summary>How long the agents may take at the end until everything is durable.</summary>
    public TimeSpan DrainTimeout { get; init; } = TimeSpan.FromSeconds(30);
}

namespace AutoValley.Edge.Sources;

/// <summary>Something that yields samples: a recording, a bus, a receiver, a simulator. Runs until its input ends or it is cancelled.</summary>
public interface ISampleSource
{
    /// <summary>For logs and errors: the file or device.</summary>
    string Name { get; }

    /// <summary>What it counts beside its samples. Safe for concurrent use, while it runs and after.</summary>
    IReadOnlyList<SourceCount> Counts => [];

    /// <summary>Why the last thing of its input was lost or refused; null when nothing was.</summary>
    string? LastFault => null;

    /// <summary>Why it gives nothing now: it failed and waits to be started again. Null while it runs.</summary>
    string? Outage => null;

    /// <summary>Every signal that it may declare; null when that shows only when they come.</summary>
    IReadOnlyList<SignalSpec>? Signals => null;

    /// <summary>Declares its signals and writes its samples, oldest first.</summary>
    /// <exception cref="SourceException">The input is unusable; the message names place and reason.</exception>
    Task RunAsync(ISampleSink sink, CancellationToken cancellation);
}

namespace AutoValley.Edge.Sources;

/// <summary>Something that yields samples: a recording, a bus, a receiver, a simulator. Runs until its input ends or it is cancelled.</summary>
public interface ISampleSource
{
    /// <summary>For logs and errors: the file or device.</summary>
    string Name { get; }

    /// <summary>Declares its signals and writes its samples, oldest first.</summary>
    /// <exception cref="SourceException">The input is unusable; the message names place and reason.</exception>
    Task RunAsync(ISampleSink sink, CancellationToken cancellation);
}

namespace AutoValley.Edge.Sources.Can;

/// <summary>A recorded log of CAN buses, read one frame at a time. Not safe for concurrent use.</summary>
public interface ICanLog : IDisposable
{
    /// <summary>The file.</summary>
    string File { get; }

    /// <summary>The CAN frame read last.</summary>
    CanFrame Frame { get; }

    /// <summary>What was left out so far, in words; empty when nothing was.</summary>
    string LeftOut { get; }

    /// <summary>Reads the next CAN frame into <see cref="Frame"/>; false at the end.</summary>
    /// <exception cref="SourceException">The log is broken; file, place and reason are in the message.</exception>
    bool Read();
}

namespace Grpc.Core;

/// <summary>How messages are written; none of these: at once, compressed if the call is.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>May wait for the next write or the end of the call.</summary>
    BufferHint = 1,

    /// <summary>Not compressed, even if the call is.</summary>
    NoCompress = 2,
}

/// <summary>How messages are written.</summary>
public sealed class WriteOptions
{
    /// <summary>At once, compressed if the call is.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>As the flags say.</summary>
    public WriteOptions(WriteFlags flags = default) => Flags = flags;

    /// <summary>How.</summary>
    public WriteFlags Flags { get; }
}

namespace AutoValley.Testing.Http2;

/// <summary>The kinds of frames (RFC 9113, section 6).</summary>
public enum FrameKind
{
    /// <summary>Bytes of a body.</summary>
    Data,

    /// <summary>Headers or trailers.</summary>
    Headers,

    /// <summary>Of no meaning any more.</summary>
    Priority,

    /// <summary>RST_STREAM.</summary>
    ResetStream,

    /// <summary>What the other side may rely on.</summary>
    Settings,

    /// <summary>Nobody sends it here.</summary>
    PushPromise,

    /// <summary>Asks for a sign of life.</summary>
    Ping,

    /// <summary>The connection takes no new streams.</summary>
    GoAway,

    /// <summary>More may be sent.</summary>
    WindowUpdate,

    /// <summary>More of a block of headers.</summary>
    Continuation,
}

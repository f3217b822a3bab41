namespace Grpc.Core;

/// <summary>How a call ended; the numbers go over the wire (gRPC, doc/statuscodes.md).</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>Cancelled, typically by the caller.</summary>
    Cancelled = 1,

    /// <summary>No better code is known, or the handler failed unexpectedly.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the server.</summary>
    InvalidArgument = 3,

    /// <summary>Not finished in time; it may have succeeded all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something asked for is not there.</summary>
    NotFound = 5,

    /// <summary>Something to be made is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not.</summary>
    PermissionDenied = 7,

    /// <summary>A quota, a size or a space is used up.</summary>
    ResourceExhausted = 8,

    /// <summary>The server's state does not allow it; trying again does not help before that is changed.</summary>
    FailedPrecondition = 9,

    /// <summary>Aborted by a conflict; to be tried again from a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server has no such service, method or encoding.</summary>
    Unimplemented = 12,

    /// <summary>An invariant or the protocol is broken.</summary>
    Internal = 13,

    /// <summary>The server cannot be reached or is stopping; to be tried again.</summary>
    Unavailable = 14,

    /// <summary>Data is lost or corrupt for good.</summary>
    DataLoss = 15,

    /// <summary>The caller is not known.</summary>
    Unauthenticated = 16,
}

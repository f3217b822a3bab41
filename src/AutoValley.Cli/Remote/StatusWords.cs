using AutoValley.Cli.Commands;
using Grpc.Core;

namespace AutoValley.Cli.Remote;

/// <summary>gRPC's codes in plain words.</summary>
internal static class StatusWords
{
    /// <summary>One line that says what went wrong and, where the user can do something, what.</summary>
    public static string Of(RpcException failure, Uri server)
    {
        var detail = failure.Status.Detail;
        var address = server.GetLeftPart(UriPartial.Authority);
        return failure.StatusCode switch
        {
            StatusCode.Unavailable when failure.Status.DebugException is { } cause =>
                $"cannot reach the server at {address}: {Innermost(cause).Message}. Is it running? "
                + $"Name another by --server or {GlobalOptions.ServerVariable}",
            StatusCode.Unavailable => $"the server cannot do it now: {detail}",
            StatusCode.DeadlineExceeded => $"the server at {address} did not finish in time; --timeout gives it longer",
            StatusCode.NotFound => $"not found: {detail}",
            StatusCode.AlreadyExists => $"there is one already: {detail}",
            StatusCode.InvalidArgument or StatusCode.OutOfRange => $"the server refuses: {detail}",
            StatusCode.FailedPrecondition or StatusCode.Aborted => $"not possible as things are: {detail}",
            StatusCode.ResourceExhausted => $"over a limit: {detail}",
            StatusCode.PermissionDenied or StatusCode.Unauthenticated => $"not allowed: {detail}",
            StatusCode.Unimplemented => $"what answers at {address} does not know this call, it is older or no AutoValley server: {detail}",
            StatusCode.Cancelled => $"the server ended the call: {detail}",
            _ => $"the server failed: {detail}",
        };
    }

    private static Exception Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
            failure = inner;
        return failure;
    }
}

using AutoValley.Storage;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace AutoValley.Server.Refusals;

/// <summary>
/// The errors that calls end with: a status code, a text for people, and for programs google.rpc.Status with an ErrorInfo, whose reasons
/// README lists, and the detail that fits the code.
/// </summary>
internal static class Refusal
{
    /// <summary>Of all reasons.</summary>
    public const string Domain = "autovalley";

    // Texts repeat names of the request, which may be as long as a request; clients take 8 KiB of trailers.
    private const int MaximumLength = 512;

    /// <summary>INVALID_ARGUMENT: this field of the request, by its name in the contract, makes no sense.</summary>
    public static RpcException Invalid(string field, string text) => Of(
        StatusCode.InvalidArgument, "INVALID_REQUEST", text,
        new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = field, Description = Cut(text) } } });

    /// <summary>NOT_FOUND: a name that nothing of this kind (<c>vehicle</c>, <c>signal</c>, <c>run</c>) has.</summary>
    public static RpcException NotFound(string kind, string name, string text) =>
        Of(StatusCode.NotFound, "NOT_FOUND", text, Resource(kind, name));

    /// <summary>ALREADY_EXISTS: a name that one of this kind has.</summary>
    public static RpcException Exists(string kind, string name, string text) =>
        Of(StatusCode.AlreadyExists, "ALREADY_EXISTS", text, Resource(kind, name));

    /// <summary>FAILED_PRECONDITION: what is asked for does not fit the state of the thing named.</summary>
    public static RpcException Precondition(string subject, string text)
    {
        var violation = new PreconditionFailure.Types.Violation { Type = "STATE", Subject = Cut(subject), Description = Cut(text) };
        return Of(StatusCode.FailedPrecondition, "STATE", text, new PreconditionFailure { Violations = { violation } });
    }

    /// <summary>RESOURCE_EXHAUSTED: over a limit of the server, which the setting named gives.</summary>
    /// <param name="setting">Its key; the text need not name it.</param>
    /// <param name="text">What is too much.</param>
    public static RpcException OverLimit(string setting, string text)
    {
        text = $"{Cut(text)} ({setting})";
        var quota = new QuotaFailure { Violations = { new QuotaFailure.Types.Violation { Subject = setting, Description = text } } };
        return Of(StatusCode.ResourceExhausted, "OVER_LIMIT", text, quota);
    }

    /// <summary>DATA_LOSS: stored bytes are damaged.</summary>
    public static RpcException DataLoss(StoreException damage) => Of(StatusCode.DataLoss, "DAMAGED", damage.Message);

    /// <summary>UNAVAILABLE: the store takes nothing at this time.</summary>
    public static RpcException Unavailable(StoreUnavailableException reason) => Of(StatusCode.Unavailable, "STORE_UNAVAILABLE", reason.Message);

    /// <summary>Why what is stored cannot be given: the back end is away, or its bytes are damaged.</summary>
    public static RpcException Unread(IOException reason) => reason switch
    {
        StoreUnavailableException away => Unavailable(away),
        StoreException damage => DataLoss(damage),
        _ => throw new ArgumentException("not the store's", nameof(reason), reason),
    };

    /// <summary>Whether <see cref="Unread"/> takes it.</summary>
    public static bool IsUnread(IOException reason) => reason is StoreUnavailableException or StoreException;

    /// <summary>UNAVAILABLE: what is for a vehicle cannot be handed over at this time.</summary>
    public static RpcException NotHandedOver(string reason) => Of(StatusCode.Unavailable, "NOT_HANDED_OVER", reason);

    /// <summary>DEADLINE_EXCEEDED: a vehicle did not answer.</summary>
    public static RpcException Late(string text) => Of(StatusCode.DeadlineExceeded, "NO_ANSWER", text);

    /// <summary>UNAVAILABLE: the server stops, and the call has no end to wait for.</summary>
    public static RpcException Stopping() => Of(StatusCode.Unavailable, "STOPPING", "the server is stopping");

    /// <summary>ABORTED: the same work is under way; try again when it is done.</summary>
    public static RpcException Busy(string text) => Of(StatusCode.Aborted, "BUSY", text);

    private static ResourceInfo Resource(string kind, string name) => new() { ResourceType = kind, ResourceName = Cut(name) };

    private static RpcException Of(StatusCode code, string reason, string text, IMessage? detail = null)
    {
        var status = new RpcStatus
        {
            Code = (int)code,
            Message = Cut(text),
            Details = { Any.Pack(new ErrorInfo { Domain = Domain, Reason = reason }) },
        };
        if (detail is not null)
            status.Details.Add(Any.Pack(detail));
        return status.ToRpcException();
    }

    private static string Cut(string text) => text.Length <= MaximumLength ? text : text[..MaximumLength] + "...";
}

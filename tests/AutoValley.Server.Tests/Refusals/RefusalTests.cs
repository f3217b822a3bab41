using AutoValley.Server.Refusals;
using AutoValley.Storage;
using Google.Rpc;
using Grpc.Core;

namespace AutoValley.Server.Tests.Refusals;

/// <summary>Errors as people and programs read them.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Refusals_Each_HaveCodeTextAndReason()
    {
        Told(Refusal.Invalid("limit", "too much"), StatusCode.InvalidArgument, "too much", "INVALID_REQUEST");
        Told(Refusal.NotFound("run", "a", "no run"), StatusCode.NotFound, "no run", "NOT_FOUND");
        Told(Refusal.Exists("run", "a", "a run"), StatusCode.AlreadyExists, "a run", "ALREADY_EXISTS");
        Told(Refusal.Precondition("a", "stopped"), StatusCode.FailedPrecondition, "stopped", "STATE");
        Told(Refusal.OverLimit("Query:MaximumRows", "many"), StatusCode.ResourceExhausted, "many (Query:MaximumRows)", "OVER_LIMIT");
        Told(Refusal.DataLoss(new StoreException("chunk 7")), StatusCode.DataLoss, "chunk 7", "DAMAGED");
        Told(Refusal.Unavailable(new StoreUnavailableException("full")), StatusCode.Unavailable, "full", "STORE_UNAVAILABLE");
        Told(Refusal.Busy("one runs"), StatusCode.Aborted, "one runs", "BUSY");
    }

    [Fact]
    public void Refusals_NamesOfThings_AreDetails()
    {
        var field = Assert.Single(Detail<BadRequest>(Refusal.Invalid("limit", "too much")).FieldViolations);
        Assert.Equal(("limit", "too much"), (field.Field, field.Description));
        var missing = Detail<ResourceInfo>(Refusal.NotFound("run", "a", "no run"));
        Assert.Equal(("run", "a"), (missing.ResourceType, missing.ResourceName));
        var state = Assert.Single(Detail<PreconditionFailure>(Refusal.Precondition("a", "stopped")).Violations);
        Assert.Equal(("STATE", "a", "stopped"), (state.Type, state.Subject, state.Description));
        Assert.Equal("Query:MaximumRows", Assert.Single(Detail<QuotaFailure>(Refusal.OverLimit("Query:MaximumRows", "many")).Violations).Subject);
    }

    [Fact]
    public void Refusal_OfALongName_FitsIntoTrailers()
    {
        var name = new string('x', 1 << 20);
        foreach (var refusal in new[] { Refusal.Invalid("vehicle", name), Refusal.NotFound("vehicle", name, name), Refusal.Precondition(name, name) })
        {
            Assert.EndsWith("...", refusal.Status.Detail);
            Assert.InRange(refusal.Trailers.Sum(trailer => trailer.ValueBytes.Length) + refusal.Status.Detail.Length, 512, 4_096);
        }
    }

    private static void Told(RpcException refusal, StatusCode code, string text, string reason)
    {
        Assert.Equal((code, text), (refusal.StatusCode, refusal.Status.Detail));
        var status = refusal.GetRpcStatus()!;
        Assert.Equal(((int)code, text), (status.Code, status.Message));
        var info = status.GetDetail<ErrorInfo>();
        Assert.Equal((Refusal.Domain, reason), (info.Domain, info.Reason));
    }

    private static T Detail<T>(RpcException refusal)
        where T : class, Google.Protobuf.IMessage<T>, new() => refusal.GetRpcStatus()!.GetDetail<T>();
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using RpcStatus = Google.Rpc.Status;

namespace AutoValley.Grpc.Tests.Core;

/// <summary>Statuses with details, as trailers have them.</summary>
public sealed class RpcStatusTests
{
    private static readonly RpcStatus Example = new()
    {
        Code = (int)StatusCode.NotFound,
        Message = "gone",
        Details = { Any.Pack(new ErrorInfo { Domain = "here", Reason = "GONE" }) },
    };

    [Fact]
    public void ToRpcException_TakesCodeAndMessage_AndGivesDetailsBack()
    {
        var failure = Example.ToRpcException();
        Assert.Equal((StatusCode.NotFound, "gone"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal(Example, failure.GetRpcStatus());
        Assert.Equal("GONE", failure.GetRpcStatus()!.GetDetail<ErrorInfo>().Reason);
    }

    [Fact]
    public void ToRpcException_WithAnotherCode_LeavesTheDetailsAsTheyAre()
    {
        var failure = Example.ToRpcException(StatusCode.Internal, "else");
        Assert.Equal((StatusCode.Internal, "else"), (failure.StatusCode, failure.Status.Detail));
        Assert.Equal(Example, failure.GetRpcStatus());
    }

    [Fact]
    public void SetRpcStatus_Twice_LeavesTheLast()
    {
        var trailers = new Metadata { { "other", "stays" } };
        trailers.SetRpcStatus(new RpcStatus { Code = 1 });
        trailers.SetRpcStatus(Example);
        Assert.Equal(["other", "grpc-status-details-bin"], trailers.Select(entry => entry.Key));
        Assert.Equal(Example.ToByteArray(), trailers.GetValueBytes(MetadataExtensions.StatusDetailsTrailerName));
    }

    [Fact]
    public void GetRpcStatus_NoneOrBroken_IsNullOrTold()
    {
        Assert.Null(new Metadata().GetRpcStatus());
        var broken = new Metadata { { MetadataExtensions.StatusDetailsTrailerName, [0xFF] } };
        Assert.Null(broken.GetRpcStatus(ignoreParseError: true));
        Assert.Throws<InvalidProtocolBufferException>(() => broken.GetRpcStatus());
        Assert.Null(new RpcException(global::Grpc.Core.Status.DefaultCancelled, broken).GetRpcStatus());
    }
}

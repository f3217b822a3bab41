using System.Buffers;
using AutoValley.Server.Services;
using AutoValley.V1;
using Grpc.Core;

namespace AutoValley.Server.Tests.Services;

/// <summary>Live responses as a client reads them.</summary>
internal static class Sent
{
    public static SubscribeResponse Of(LiveResponse response)
    {
        var context = new Written();
        LiveResponse.Write(response, context);
        Assert.Equal(context.Length, context.Payload.WrittenCount);
        Assert.True(context.IsComplete);
        return SubscribeResponse.Parser.ParseFrom(context.Payload.WrittenSpan);
    }

    private sealed class Written : SerializationContext
    {
        public ArrayBufferWriter<byte> Payload { get; } = new();

        public int Length { get; private set; } = -1;

        public bool IsComplete { get; private set; }

        public override void SetPayloadLength(int payloadLength) => Length = payloadLength;

        public override IBufferWriter<byte> GetBufferWriter() => Payload;

        public override void Complete() => IsComplete = true;

        public override void Complete(byte[] payload) => throw new NotSupportedException();
    }
}

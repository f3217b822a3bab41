using System.Buffers;
using AutoValley.V1;
using Google.Protobuf;
using Grpc.Core;

namespace AutoValley.Server.Services;

/// <summary>A SubscribeResponse on its way out: a message, or the bytes of one that several subscribers get.</summary>
internal sealed class LiveResponse
{
    private readonly SubscribeResponse? message;
    private readonly byte[] bytes = [];

    /// <summary>For one subscriber: it is serialised into the connection's buffer.</summary>
    public LiveResponse(SubscribeResponse message) => this.message = message;

    private LiveResponse(byte[] bytes) => this.bytes = bytes;

    /// <summary>Of the message, in bytes.</summary>
    public int Size => message?.CalculateSize() ?? bytes.Length;

    /// <summary>For several: it is serialised now and once.</summary>
    public static LiveResponse Shared(SubscribeResponse message) => new(message.ToByteArray());

    /// <summary>Writes it as a SubscribeResponse.</summary>
    public static void Write(LiveResponse response, SerializationContext context)
    {
        context.SetPayloadLength(response.Size);
        if (response.message is { } message)
            message.WriteTo(context.GetBufferWriter());
        else
            context.GetBufferWriter().Write(response.bytes);
        context.Complete();
    }

    /// <summary>Reads a SubscribeResponse.</summary>
    public static LiveResponse Read(DeserializationContext context) => new(context.PayloadAsNewBuffer());
}

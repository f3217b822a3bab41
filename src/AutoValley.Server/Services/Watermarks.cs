using AutoValley.Storage;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Services;

internal static class Watermarks
{
    /// <summary>A session's durable batch numbers as the proto has them.</summary>
    public static Watermark ToProto(Session session, IReadOnlyList<Telemetry.SequenceRange> durable)
    {
        var watermark = new Watermark { Session = ByteString.CopyFrom(session.SessionId.ToByteArray()) };
        watermark.Durable.AddRange(WatermarkCodec.Newest(durable).Select(range => new SequenceRange { First = range.First, Last = range.Last }));
        return watermark;
    }
}

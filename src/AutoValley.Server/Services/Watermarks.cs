using AutoValley.Storage;
using AutoValley.Telemetry.Batches;
using AutoValley.V1;
using Google.Protobuf;

namespace AutoValley.Server.Services;

internal static class Watermarks
{
    /// <summary>A session's durable batch numbers as the proto has them, the newest where there are more ranges than it is to have.</summary>
    public static Watermark ToProto(
        Session session, IReadOnlyList<Telemetry.SequenceRange> durable, int maximumRanges = WatermarkCodec.MaximumRanges)
    {
        var watermark = new Watermark { Session = ByteString.CopyFrom(session.SessionId.ToByteArray()) };
        watermark.Durable.AddRange(durable.Skip(durable.Count - maximumRanges).Select(range => new SequenceRange { First = range.First, Last = range.Last }));
        return watermark;
    }
}

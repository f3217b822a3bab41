namespace AutoValley.Telemetry.Batches;

/// <summary>Field numbers of the messages of telemetry.proto that make up a batch.</summary>
internal static class TelemetryFields
{
    public static class Batch
    {
        public const int Session = 1, Sequence = 2, BaseTime = 3, SendTime = 4, Clock = 5, Times = 6, Columns = 7, Checksum = 15;

        /// <summary>The tag of the checksum and its four bytes: a batch's last five.</summary>
        public const int ChecksumLength = 5;

        public const byte ChecksumTag = (Checksum << 3) | (int)WireType.Fixed32;
    }

    public static class Clock
    {
        public const int Source = 1, OffsetNanos = 2, ErrorNanos = 3;
    }

    public static class TimeBase
    {
        public const int Plain = 1, Encoded = 2;
    }

    public static class Column
    {
        public const int Signal = 1, TimeBase = 2, Doubles = 3, Integers = 4, Booleans = 5, Texts = 6, Encoded = 7;
    }
}

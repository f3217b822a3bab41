using System.Text;
using AutoValley.Telemetry.LineProtocol;

namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>Line protocol: each line is right or wrong, and the next one is found.</summary>
internal sealed class LineProtocolTarget : IFuzzTarget
{
    public string Name => "line protocol";

    public byte[][] Corpus { get; } =
    [
        .. new[]
        {
            "cpu,host=a,region=us\\ west usage=1.25,idle=12i,ok=t,note=\"a \\\" b\" 1790000000000000000\n",
            "telemetry,organisation=acme,vehicle=car-1 Vehicle.Speed=61.2,Vehicle.Gear=3i\n# comment\n\r\nm f=1e-7,g=18446744073709551615u -5\r\n",
            "m\\,n,k\\=e\\ y=v\\,alue f\\ 1=\"line\nbreak\",b=FALSE\nm f=.5\nm f=123456789012345678901234567890",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    // Nothing but what the runtime allocates when it first gets there.
    public long AllocationLimit(int length) => ColumnTarget.ErrorBytes;

    public bool Read(ReadOnlyMemory<byte> input, ref FuzzRandom random)
    {
        var (lines, wrong, expected) = (0, 0, random.Below(2) == 0);
        var reader = new LineProtocolReader(input.Span);
        while (reader.NextLine())
        {
            if (++lines > input.Length)
                throw new FuzzFailureException("more lines than bytes");
            var key = new LineKeyReader(reader.Key);
            _ = key.TryReadMeasurement();
            while (key.TryReadTag())
            {
            }
            _ = expected && reader.NextField("usage="u8);
            while (reader.NextField())
                CheckIsInside(reader.FieldName, input.Span);
            var isRight = reader.ReadTime(LinePrecision.Nanosecond, 0, out _) && key.Fault == LineFault.None;
            wrong += isRight ? 0 : 1;
        }
        return wrong == 0;
    }

    private static void CheckIsInside(ReadOnlySpan<byte> name, ReadOnlySpan<byte> input)
    {
        if (name.IsEmpty || !input.Overlaps(name))
            throw new FuzzFailureException("a field's name that is not of the input");
    }
}

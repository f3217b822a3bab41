using System.IO.Compression;
using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;

namespace AutoValley.Edge.Tests.Sources.Can;

public sealed class CandumpReaderTests
{
    [Theory]
    [InlineData("(1533226488.230930) can0 260#08FFFB0000001884", 1533226488230930000, "can0", 0x260u, false, CanFrameKind.Data, "08FFFB0000001884")]
    [InlineData("(1.000000001) vcan0 18EAFFFE#00ee00", 1000000001, "vcan0", 0x18EAFFFEu, true, CanFrameKind.Data, "00EE00")]
    [InlineData("(1.5) can0 7FF#", 1500000000, "can0", 0x7FFu, false, CanFrameKind.Data, "")]
    [InlineData("(0.0) can0 000#11.22.33", 0, "can0", 0u, false, CanFrameKind.Data, "112233")]
    [InlineData("(9223372036.854775807) can0 001#00", long.MaxValue, "can0", 1u, false, CanFrameKind.Data, "00")]
    [InlineData("(1.0000000019) can0 001#00", 1000000001, "can0", 1u, false, CanFrameKind.Data, "00")]
    [InlineData("(1.0) can0 123#R", 1000000000, "can0", 0x123u, false, CanFrameKind.Remote, "")]
    [InlineData("(1.0) can0 123#R8", 1000000000, "can0", 0x123u, false, CanFrameKind.Remote, "")]
    [InlineData("(1.0) can0 20000080#0000000000000000", 1000000000, "can0", 0x80u, true, CanFrameKind.Error, "0000000000000000")]
    [InlineData("(1.0) can0 123##3000102030405060708090A0B", 1000000000, "can0", 0x123u, false, CanFrameKind.Data, "000102030405060708090A0B")]
    [InlineData("(1.0) can0 123#1122334455667788_C", 1000000000, "can0", 0x123u, false, CanFrameKind.Data, "1122334455667788")]
    [InlineData("  (1.0)  can0  123#11  R\r", 1000000000, "can0", 0x123u, false, CanFrameKind.Data, "11")]
    public void Read_WellFormedLine_FillsTheFrame(string line, long time, string bus, uint id, bool isExtended, CanFrameKind kind, string data)
    {
        using var reader = Reader(line);
        Assert.True(reader.Read());
        var frame = reader.Frame;
        Assert.Equal((time, bus, id, isExtended, kind), (frame.Time, frame.Bus, frame.Id, frame.IsExtended, frame.Kind));
        Assert.Equal(data, Convert.ToHexString(frame.Data));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("1.0 can0 123#11", "a line has to begin with (seconds.decimals)")]
    [InlineData("(1.0 can0 123#11", "a line has to begin with (seconds.decimals)")]
    [InlineData("(1.) can0 123#11", "the time is not seconds with decimals, 1970 to 2262")]
    [InlineData("(-1.0) can0 123#11", "the time is not seconds with decimals, 1970 to 2262")]
    [InlineData("(9223372036.854775808) can0 123#11", "the time is not seconds with decimals, 1970 to 2262")]
    [InlineData("(99999999999.0) can0 123#11", "the time is not seconds with decimals, 1970 to 2262")]
    [InlineData("(1.0x) can0 123#11", "the time is not seconds with decimals, 1970 to 2262")]
    [InlineData("(1.0)", "the interface is missing")]
    [InlineData("(1.0) can0", "ID#DATA is missing")]
    [InlineData("(1.0) can0 123", "ID#DATA is missing")]
    [InlineData("(1.0) can0 12#11", "the id is not 3 or 8 hexadecimal digits")]
    [InlineData("(1.0) can0 12G#11", "the id is not 3 or 8 hexadecimal digits")]
    [InlineData("(1.0) can0 FFF#11", "the id has more than 11 bits")]
    [InlineData("(1.0) can0 40000000#11", "the id has more than 29 bits")]
    [InlineData("(1.0) can0 123#1", "the data are not pairs of hexadecimal digits")]
    [InlineData("(1.0) can0 123#1G", "the data are not pairs of hexadecimal digits")]
    [InlineData("(1.0) can0 123#112233445566778899", "more than 8 bytes of data")]
    [InlineData("(1.0) can0 123##", "## needs one hexadecimal digit of flags")]
    [InlineData("(1.0) can0 123#R99", "a remote request is R with at most one digit")]
    [InlineData("(1.0) can0 123#11 X", "unexpected text after the data")]
    [InlineData("(1.0) can0 123#11 R R", "unexpected text after the data")]
    [InlineData("(1.0) anInterfaceOf17Chs 123#11", "an interface's name is longer than 16 characters")]
    public void Read_MalformedLine_NamesFileLineAndReason(string line, string reason)
    {
        using var reader = Reader($"# comment\n\n{line}\n");
        Assert.Equal($"log:3: {reason}", Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    [Fact]
    public void Read_MostData_IsAcceptedAndOneByteMoreIsNot()
    {
        using var most = Reader("(1.0) can0 123##1" + new string('a', 128));
        Assert.True(most.Read());
        Assert.Equal(64, most.Frame.Length);
        using var more = Reader("(1.0) can0 123##1" + new string('a', 130));
        Assert.Throws<SourceException>(() => more.Read());
    }

    [Theory]
    [InlineData(4096, true)]
    [InlineData(4097, false)]
    [InlineData(1_000_000, false)]
    public void Read_LongLine_IsBounded(int length, bool isAccepted)
    {
        using var reader = Reader("(1.0) can0 123#11\n#" + new string('x', length - 1) + "\n(2.0) can0 123#11");
        Assert.True(reader.Read());
        if (isAccepted)
            Assert.True(reader.Read());
        else
            Assert.Equal("log:2: a line is longer than 4096 bytes", Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    [Fact]
    public void Read_ManyLinesOverBufferEnds_LosesNone()
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(number => $"({number}.0) can{number % 3} {number % 2048:X3}#{number:X8}\r\n"));
        using var reader = CandumpReader.Over("log", new Trickle(Encoding.ASCII.GetBytes(text)));
        for (var number = 0; number < 20_000; number++)
        {
            Assert.True(reader.Read());
            Assert.Equal((number * 1_000_000_000L, $"can{number % 3}", $"{number:X8}"), (reader.Frame.Time, reader.Frame.Bus, Convert.ToHexString(reader.Frame.Data)));
        }
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    public void Open_GzipFileCutShort_IsAnErrorAndNoQuietEnd(int cut)
    {
        // Lines of which any half is a line too: only the end of the gzip data can tell.
        var text = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(number => $"# {number * 7919L}\n")));
        var path = Path.GetTempFileName();
        try
        {
            using (var gzip = new GZipStream(File.Create(path), CompressionLevel.NoCompression))
                gzip.Write(text);
            using (var whole = CandumpReader.Open(path))
                Assert.False(whole.Read());
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..^cut]);
            using var truncated = CandumpReader.Open(path);
            Assert.StartsWith($"{path}:", Assert.Throws<SourceException>(() => truncated.Read()).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Open_NoSuchFile_NamesIt()
    {
        var path = Path.Combine(Path.GetTempPath(), "no-such-file.log");
        Assert.StartsWith($"{path}: ", Assert.Throws<SourceException>(() => CandumpReader.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedLine_GivesTheTypedErrorOrAFrame()
    {
        var random = new Random(5);
        for (var round = 0; round < 50_000; round++)
        {
            var line = Encoding.ASCII.GetBytes("(1533226488.230930) can0 260##108FFFB0000001884 R");
            for (var change = random.Next(1, 6); change > 0; change--)
                line[random.Next(line.Length)] = (byte)random.Next(256);
            using var reader = CandumpReader.Over("log", new MemoryStream(line));
            try
            {
                while (reader.Read())
                    Assert.InRange(reader.Frame.Length, 0, 64);
            }
            catch (SourceException exception)
            {
                Assert.StartsWith("log:", exception.Message, StringComparison.Ordinal);
            }
        }
    }

    private static CandumpReader Reader(string text) => CandumpReader.Over("log", new MemoryStream(Encoding.ASCII.GetBytes(text)));

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        private int turn;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1 + (turn++ % 7919)));
    }
}

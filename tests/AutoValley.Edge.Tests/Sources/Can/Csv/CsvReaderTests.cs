using System.Text;
using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Can.Csv;

namespace AutoValley.Edge.Tests.Sources.Can.Csv;

public sealed class CsvReaderTests
{
    private const string Header = "timestamp,arbitration_id,extended,remote,error,dlc,data\n";

    [Theory]
    [InlineData("1.5,0x260,0,0,0,2,Cv8=", 0x260u, false, CanFrameKind.Data, "0AFF")]
    [InlineData("1.5,0x18fef100,1,0,0,0,", 0x18fef100u, true, CanFrameKind.Data, "")]
    [InlineData("1.5,0x1,0,1,0,8,", 1u, false, CanFrameKind.Remote, "")]
    [InlineData("1.5,0x1,0,0,1,0,", 1u, false, CanFrameKind.Error, "")]
    public void Read_Frame_IsFilled(string line, uint id, bool isExtended, CanFrameKind kind, string data)
    {
        using var reader = Reader(Header + "\n" + line + "\r\n");
        Assert.True(reader.Read());
        var frame = reader.Frame;
        Assert.Equal((1_500_000_000, "can0", id, isExtended, kind), (frame.Time, frame.Bus, frame.Id, frame.IsExtended, frame.Kind));
        Assert.Equal(data, Convert.ToHexString(frame.Data));
        Assert.False(reader.Read());
    }

    [Theory]
    [InlineData("1.5,0x260,0,0,0,2", "a line has 7 values")]
    [InlineData("x,0x260,0,0,0,2,", "the timestamp is not seconds with decimals, 1970 to 2262")]
    [InlineData("1.5,260,0,0,0,2,", "the arbitration id is not 0x and hexadecimal digits")]
    [InlineData("1.5,0x260,2,0,0,2,", "extended, remote and error are 0 or 1")]
    [InlineData("1.5,0x800,0,0,0,2,", "the id has more than 11 bits")]
    [InlineData("1.5,0x260,0,0,0,2,C", "the data are not base64 of up to 64 bytes")]
    public void Read_Broken_NamesFileLineAndReason(string line, string reason)
    {
        using var reader = Reader(Header + line);
        Assert.Equal($"log:2: {reason}", Assert.Throws<SourceException>(() => reader.Read()).Message);
    }

    [Fact]
    public void Over_AnotherHeader_SaysWhichItHasToBe() => Assert.Equal(
        $"log:1: the first line has to be {Header.Trim()}", Assert.Throws<SourceException>(() => Reader("timestamp,id\n")).Message);

    private static CsvReader Reader(string text) => CsvReader.Over("log", new MemoryStream(Encoding.UTF8.GetBytes(text)));
}

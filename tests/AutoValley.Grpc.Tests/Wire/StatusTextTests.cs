using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class StatusTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text ~", "plain text ~")]
    [InlineData("100%", "100%25")]
    [InlineData("a\nb", "a%0Ab")]
    [InlineData("\t☺😈", "%09%E2%98%BA%F0%9F%98%88")]
    [InlineData("\u007f", "%7F")]
    public void Encode_Text_EscapesAllButPrintableAscii(string text, string encoded)
    {
        Assert.Equal(encoded, StatusText.Encode(text));
        Assert.Equal(text, StatusText.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz%41", "%zzA")]
    [InlineData("☺%41", "☺A")]
    [InlineData("%e2%98%ba", "☺")]
    public void Decode_IllFormed_KeepsWhatItCannotRead(string text, string expected) => Assert.Equal(expected, StatusText.Decode(text));

    [Fact]
    public void Decode_BrokenUtf8_DoesNotFail() => Assert.Equal("\ufffdA", StatusText.Decode("%FFA"));
}

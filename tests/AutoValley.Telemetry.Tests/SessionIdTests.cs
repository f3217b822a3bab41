namespace AutoValley.Telemetry.Tests;

public sealed class SessionIdTests
{
    [Fact]
    public void TryRead_SixteenBytes_GivesTheBytesBack()
    {
        var bytes = Enumerable.Range(1, SessionId.Size).Select(value => (byte)value).ToArray();
        Assert.True(SessionId.TryRead(bytes, out var session));
        Assert.Equal(bytes, session.ToByteArray());
        Assert.Equal("0102030405060708090a0b0c0d0e0f10", session.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    public void TryRead_AnotherLength_IsFalse(int length) => Assert.False(SessionId.TryRead(new byte[length], out _));

    [Fact]
    public void New_Twice_GivesTwo() => Assert.NotEqual(SessionId.New(), SessionId.New());
}

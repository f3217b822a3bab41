using Grpc.Core;

namespace AutoValley.Grpc.Tests.Core;

public sealed class MetadataTests
{
    [Fact]
    public void Get_SeveralOfOneKey_GivesTheLastWhateverItsCase()
    {
        var metadata = new Metadata { { "Key", "1" }, { "key", "2" }, { "bytes-bin", [3] } };
        Assert.Equal("2", metadata.GetValue("KEY"));
        Assert.Equal(["1", "2"], metadata.GetAll("key").Select(entry => entry.Value));
        Assert.Equal([3], metadata.GetValueBytes("bytes-bin"));
        Assert.Null(metadata.Get("other"));
        Assert.Equal("key", metadata[0].Key);
    }

    [Theory]
    [InlineData("a b", "v")]
    [InlineData("ä", "v")]
    [InlineData("", "v")]
    [InlineData("key-bin", "v")]
    [InlineData("key", "ü")]
    [InlineData("key", "a\r\nb")]
    public void Entry_TextThatCannotTravel_IsRefused(string key, string value) =>
        Assert.ThrowsAny<ArgumentException>(() => new Metadata.Entry(key, value));

    [Fact]
    public void Entry_BytesUnderATextKey_IsRefused() => Assert.Throws<ArgumentException>(() => new Metadata.Entry("key", [1]));

    [Fact]
    public void Entry_BytesChangedAfterwards_KeepsItsOwn()
    {
        byte[] bytes = [1];
        var entry = new Metadata.Entry("key-bin", bytes);
        bytes[0] = 2;
        entry.ValueBytes[0] = 3;
        Assert.Equal([1], entry.ValueBytes);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
    }

    [Fact]
    public void Empty_Add_IsRefused() => Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
}

using Grpc.Core;
using Grpc.Wire;

namespace AutoValley.Grpc.Tests.Wire;

public sealed class MetadataCodecTests
{
    [Theory]
    [InlineData("AQI")]
    [InlineData("AQI=")]
    [InlineData(" AQI ")]
    public void Add_Binary_TakesPaddedAndUnpadded(string value)
    {
        var metadata = new Metadata();
        MetadataCodec.Add(metadata, "X-Bytes-Bin", value);
        Assert.Equal([1, 2], metadata.GetValueBytes("x-bytes-bin"));
    }

    [Fact]
    public void Add_BinaryJoinedByCommas_GivesAnEntryEach()
    {
        var metadata = new Metadata();
        MetadataCodec.Add(metadata, "x-bin", "AQ==, Ag,");
        Assert.Equal([[1], [2], []], metadata.GetAll("x-bin").Select(entry => entry.ValueBytes));
    }

    [Fact]
    public void Add_BinaryThatIsNoBase64_IsInternal()
    {
        var failure = Assert.Throws<RpcException>(() => MetadataCodec.Add([], "x-bin", "!!"));
        Assert.Equal(StatusCode.Internal, failure.StatusCode);
        Assert.Contains("x-bin", failure.Status.Detail);
    }

    [Theory]
    [InlineData("grpc-status")]
    [InlineData("Grpc-Timeout")]
    [InlineData("content-type")]
    [InlineData("te")]
    [InlineData(":path")]
    public void Add_ProtocolHeader_IsNotMetadata(string name)
    {
        var metadata = new Metadata();
        MetadataCodec.Add(metadata, name, "1");
        Assert.Empty(metadata);
    }

    [Fact]
    public void Encode_Binary_IsUnpadded() => Assert.Equal("AQI", MetadataCodec.Encode(new Metadata.Entry("x-bin", [1, 2])));
}

using System.Buffers.Binary;
using AutoValley.Edge.Linux;

namespace AutoValley.Edge.Tests.Linux;

public sealed class ControlMessagesTests
{
    [Fact]
    public void Find_SeveralMessages_GivesTheDataOfTheOneAskedFor()
    {
        byte[] all = [.. Message(41, 7, [1]), .. Message(1, 40, [1, 2, 3, 4]), .. Message(1, 35, new byte[16])];
        Assert.Equal([1, 2, 3, 4], ControlMessages.Find(all, ControlMessages.Overflow).ToArray());
        Assert.Equal(16, ControlMessages.Find(all, ControlMessages.Time).Length);
        Assert.True(ControlMessages.Find(all, 41).IsEmpty);
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(15UL)]
    [InlineData(25UL)]
    [InlineData(ulong.MaxValue)]
    public void Find_LengthThatCannotBe_FindsNothing(ulong length)
    {
        var message = Message(1, 35, new byte[8]);
        BinaryPrimitives.WriteUInt64LittleEndian(message, length);
        Assert.True(ControlMessages.Find(message, 35).IsEmpty);
        Assert.True(ControlMessages.Find(message.AsSpan(0, 10), 35).IsEmpty);
    }

    private static byte[] Message(int level, int type, byte[] data)
    {
        var bytes = new byte[16 + ((data.Length + 7) & ~7)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 16 + data.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), level);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), type);
        data.CopyTo(bytes, 16);
        return bytes;
    }
}

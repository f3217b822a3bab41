using System.Text;
using Google.Protobuf;

namespace AutoValley.Grpc.Server.Tests.Web;

/// <summary>A frame of a response.</summary>
internal sealed record WebFrame(byte Flag, byte[] Payload)
{
    private const byte TrailersFlag = 0x80;

    public bool IsTrailers => Flag == TrailersFlag;

    /// <summary>As they stand there, in order.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            Assert.True(IsTrailers);
            var text = Encoding.ASCII.GetString(Payload);
            Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
            return text[..^2].Split("\r\n");
        }
    }

    public T Message<T>()
        where T : IMessage<T>, new()
    {
        Assert.Equal(0, Flag);
        return new MessageParser<T>(() => new T()).ParseFrom(Payload);
    }
}

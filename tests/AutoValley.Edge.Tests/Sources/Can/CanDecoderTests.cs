using AutoValley.Edge.Sources;
using AutoValley.Edge.Sources.Can;
using AutoValley.Edge.Sources.Dbc;
using AutoValley.Telemetry;
using AutoValley.Testing;

namespace AutoValley.Edge.Tests.Sources.Can;

public sealed class CanDecoderTests
{
    private const string Speed = """
        BO_ 100 Wheels: 4 X
         SG_ front : 0|16@1+ (0.01,0) [0|0] "km/h" X
         SG_ rear : 16|16@1+ (1,0) [0|0] "" X
        CM_ SG_ 100 rear "raw";
        VAL_ 100 rear 0 "off" 1 "on" ;
        """;

    private const string Multiplexed = """
        BO_ 1 M: 8 X
         SG_ mux M : 0|8@1+ (1,0) [0|0] "" X
         SG_ a m0 : 8|8@1+ (1,0) [0|0] "" X
         SG_ b m1 : 8|8@1+ (1,0) [0|0] "" X
        """;

    [Fact]
    public async Task WriteAsync_DecodedFrame_WritesItsSignalsWithOneTime()
    {
        var (sink, decoder) = await Decode([Bus("can0", Speed)], ("can0", 100, "E803 0100"));
        Assert.Equal((7, "CAN.Wheels.front CAN.Wheels.rear"), Assert.Single(sink.Writes));
        Assert.Equal(SampleValue.Of(10.0), sink.Samples["CAN.Wheels.front"][0].Value);
        Assert.Equal(SampleValue.Of(1), sink.Samples["CAN.Wheels.rear"][0].Value);
        Assert.Equal((SignalType.Double, "km/h", ""), Described(sink, "CAN.Wheels.front"));
        Assert.Equal((SignalType.Integer, "", "raw (0 = off, 1 = on)"), Described(sink, "CAN.Wheels.rear"));
        Assert.Equal((1, 1, 2), (decoder.Statistics.FramesRead, decoder.Statistics.FramesDecoded, decoder.Statistics.Samples));
    }

    [Fact]
    public async Task WriteAsync_ShortFrame_LeavesOutAndCountsTheSignalsCutOff()
    {
        var (sink, decoder) = await Decode([Bus("can0", Speed)], ("can0", 100, "E803 01"), ("can0", 100, "E8"), ("can0", 100, "E803 0100 FFFF"));
        Assert.Equal(["CAN.Wheels.front", "CAN.Wheels.front CAN.Wheels.rear"], sink.Writes.Select(write => write.Signals));
        Assert.Equal((3, 3, 3), (decoder.Statistics.FramesDecoded, decoder.Statistics.SignalsCutOff, decoder.Statistics.Samples));
    }

    [Fact]
    public async Task WriteAsync_MultiplexedFrame_WritesAGroupForEachSetCarried()
    {
        var (sink, decoder) = await Decode([Bus("can0", Multiplexed)], ("can0", 1, "0005"), ("can0", 1, "0106"), ("can0", 1, "0207"), ("can0", 1, "0008"));
        Assert.Equal(["CAN.M.mux", "CAN.M.a", "CAN.M.mux", "CAN.M.b", "CAN.M.mux", "CAN.M.mux", "CAN.M.a"], sink.Writes.Select(write => write.Signals));
        Assert.Equal([5L, 8L], sink.Samples["CAN.M.a"].Select(sample => sample.Value.Integer));
        Assert.Equal(3, sink.Groups.Count);
        Assert.Equal(1, decoder.Statistics.UnknownMultiplexerValues);
    }

    [Fact]
    public async Task Decode_WhatCannotBeDecoded_IsCountedByCause()
    {
        var decoder = new CanDecoder([Bus("can0", Speed)]);
        Assert.False(decoder.Decode(Frame("can1", 100, "00")));
        Assert.False(decoder.Decode(Frame("can0", 101, "00")));
        var extended = Frame("can0", 100, "00000000");
        extended.IsExtended = true;
        Assert.False(decoder.Decode(extended));
        var remote = Frame("can0", 100, "");
        remote.Kind = CanFrameKind.Remote;
        Assert.False(decoder.Decode(remote));
        var error = Frame("can0", 100, "");
        error.Kind = CanFrameKind.Error;
        Assert.False(decoder.Decode(error));
        // Nothing is left over from the CAN frame before.
        await decoder.WriteAsync(new CollectingSink(), 1, CancellationToken.None);
        var counts = decoder.Statistics;
        Assert.Equal((5, 0, 1, 2, 1, 1, 0), (counts.FramesRead, counts.FramesDecoded, counts.FramesWithoutDatabase, counts.FramesWithoutMessage, counts.RemoteFrames, counts.ErrorFrames, counts.Samples));
    }

    [Fact]
    public void Signals_SameNamesOnSeveralBuses_NameTheBusOfTheLater()
    {
        const string twice = "BO_ 100 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\nBO_ 101 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\nBO_ 2147483749 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X";
        var decoder = new CanDecoder([Bus("can0", twice), Bus("can:1", twice)]);
        Assert.Equal(
            ["CAN.M.s", "CAN.can0.M.s", "CAN.can0.M-65x.s", "CAN.can-1.M.s", "CAN.can-1.M-65.s", "CAN.can-1.M-65x.s"],
            decoder.Signals.Select(signal => signal.Name));
    }

    [Fact]
    public void Signals_TwoMessagesWithOneId_AreThoseOfTheLater()
    {
        const string other = "BO_ 100 Other: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X";
        Assert.Equal(["CAN.Other.s"], new CanDecoder([Bus("can0", Speed), Bus("can0", other)]).Signals.Select(signal => signal.Name));
    }

    [Fact]
    public void Signals_NameTooLong_NamesFileAndLine()
    {
        var text = $"BO_ 1 {new string('m', 128)}: 1 X\n SG_ {new string('s', 128)} : 0|8@1+ (1,0) [0|0] \"\" X";
        var exception = Assert.Throws<SourceException>(() => new CanDecoder([Bus("can0", text)]));
        Assert.StartsWith("a.dbc:2: CAN.mmm", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Signals_LongTexts_AreCutToTheirLimits()
    {
        var text = $"BO_ 1 M: 1 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"{new string('u', 50)}\" X\nCM_ SG_ 1 s \"{new string('c', 1023)}😀\";";
        var signal = Assert.Single(new CanDecoder([Bus("can0", text)]).Signals);
        Assert.Equal((new string('u', 32), new string('c', 1023)), (signal.Unit, signal.Description));
    }

    [Fact]
    public void Decode_ManyFrames_AllocatesNothing()
    {
        var (decoder, frame) = (new CanDecoder([Bus("can0", Multiplexed)]), Frame("can0", 1, "0005"));
        var message = new MessageDecoder(DbcFile.Parse("a.dbc", Multiplexed).Messages[0]);
        var set = new CanMessageGroups(message, [.. decoder.Signals]);
        var carried = new List<SignalSet>();
        message.Find(frame.Padded, frame.Length, carried);
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var time = 0; time < 1_000; time++)
            {
                decoder.Decode(frame);
                set.Group(carried[1], frame.Length)!.Decode(frame.Padded);
            }
        }));
    }

    private static (SignalType Type, string Unit, string Description) Described(CollectingSink sink, string name) =>
        (sink.Definitions[name].Type, sink.Definitions[name].Unit, sink.Definitions[name].Description);

    private static CanBus Bus(string name, string text) => new(name, DbcFile.Parse("a.dbc", text));

    private static CanFrame Frame(string bus, uint id, string hex)
    {
        var frame = new CanFrame { Bus = bus, Id = id };
        frame.SetData(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        return frame;
    }

    private static async Task<(CollectingSink Sink, CanDecoder Decoder)> Decode(CanBus[] buses, params (string Bus, uint Id, string Data)[] frames)
    {
        var (sink, decoder) = (new CollectingSink(), new CanDecoder(buses));
        foreach (var (bus, id, data) in frames)
        {
            var frame = Frame(bus, id, data);
            if (decoder.Decode(frame))
                await decoder.WriteAsync(sink, 7, CancellationToken.None);
        }
        return (sink, decoder);
    }
}

using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Tests.Routing;

public sealed class SubscriptionTreeTests
{
    private readonly SubscriptionTree tree = new();

    [Fact]
    public void Match_RandomChanges_AgreesWithRuleByRule()
    {
        var random = new Random(11);
        var sessions = Enumerable.Range(0, 5).Select(i => Session($"s{i}")).ToArray();
        var model = new HashSet<(ServerSession Session, string Filter)>();
        for (var round = 0; round < 5_000; round++)
        {
            var entry = (sessions[random.Next(sessions.Length)], Filter(random));
            if (random.Next(3) > 0 && model.Add(entry))
                tree.Set(new Subscription(entry.Item1, new SubscriptionRequest(entry.Item2, QualityOfService.AtMostOnce), 0));
            else if (model.Remove(entry))
                tree.Remove(entry.Item1, entry.Item2);
            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab$"[random.Next(3)].ToString()));
            var expected = model.Where(pair => TopicRules.Matches(pair.Filter, topic)).Select(pair => pair.Session.ClientId).Distinct().Order();
            Assert.Equal(expected, tree.Match(topic).Select(subscriber => subscriber.Session.ClientId).Order());
        }
    }

    [Fact]
    public void Match_KnownTopic_GivesTheSameAnswerUntilSomethingChanges()
    {
        var session = Session("s");
        tree.Set(new Subscription(session, new SubscriptionRequest("a/#", QualityOfService.AtMostOnce), 0));
        var answer = tree.Match("a/b");
        Assert.Same(answer, tree.Match("a/b"));
        tree.Remove(session, "a/#");
        Assert.Empty(tree.Match("a/b"));
    }

    private static string Filter(Random random)
    {
        var filter = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab+$"[random.Next(4)].ToString()));
        return random.Next(4) switch { 0 => filter + "/#", 1 when random.Next(4) == 0 => "#", _ => filter };
    }

    private static ServerSession Session(string id) => new(id, new MqttServerOptions(), _ => { }, new MqttServerStatistics());
}

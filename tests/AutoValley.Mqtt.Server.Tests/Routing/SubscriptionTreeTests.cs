using AutoValley.Mqtt.Packets;
using AutoValley.Mqtt.Server.Routing;
using AutoValley.Mqtt.Server.Sessions;
using AutoValley.Mqtt.Server.Tests.Support;

namespace AutoValley.Mqtt.Server.Tests.Routing;

public sealed class SubscriptionTreeTests
{
    private readonly SubscriptionTree tree = new();

    [Fact]
    public void Match_RandomChanges_AgreesWithRuleByRule()
    {
        var random = new Random(11);
        var sessions = Enumerable.Range(0, 5).Select(i => Session($"s{i}")).ToArray();
        var model = new Dictionary<(ServerSession Session, string Filter), Subscription>();
        for (var round = 0; round < 5_000; round++)
        {
            var entry = (sessions[random.Next(sessions.Length)], Filter(random));
            if (random.Next(3) > 0 && model.TryAdd(entry, Subscribe(entry.Item1, entry.Item2)))
                tree.Set(model[entry]);
            else if (model.Remove(entry, out var old))
                tree.Remove(old);
            var topic = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab$"[random.Next(3)].ToString()));
            var expected = model.Keys.Where(pair => TopicRules.Matches(pair.Filter, topic)).Select(pair => pair.Session.ClientId).Distinct().Order();
            Assert.Equal(expected, tree.Match(topic).Subscribers.Select(subscriber => subscriber.Session.ClientId).Order());
        }
    }

    [Fact]
    public void Match_KnownTopic_GivesTheSameAnswerUntilSomethingChanges()
    {
        var subscription = Subscribe(Session("s"), "a/#");
        tree.Set(subscription);
        var answer = tree.Match("a/b");
        Assert.Same(answer, tree.Match("a/b"));
        tree.Remove(subscription);
        Assert.True(tree.Match("a/b").IsEmpty);
    }

    private static string Filter(Random random)
    {
        var filter = string.Join('/', Enumerable.Range(0, random.Next(1, 4)).Select(_ => "ab+$"[random.Next(4)].ToString()));
        return random.Next(4) switch { 0 => filter + "/#", 1 when random.Next(4) == 0 => "#", _ => filter };
    }

    private static Subscription Subscribe(ServerSession session, string filter)
    {
        Assert.True(SharedFilter.TryParse(filter, out var parsed));
        return new Subscription(session, new SubscriptionRequest(filter, QualityOfService.AtMostOnce), 0, parsed);
    }

    private static ServerSession Session(string id) => new(id, new MemoryEndpoint().Server);
}

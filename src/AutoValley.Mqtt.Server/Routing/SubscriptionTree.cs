using System.Collections.Concurrent;
using AutoValley.Mqtt.Server.Sessions;

namespace AutoValley.Mqtt.Server.Routing;

/// <summary>
/// All subscriptions, as a tree of topic levels, and the answers for the topics in use: a publish to a known topic costs one look-up and no lock.
/// Any change of a subscription makes all answers stale.
/// </summary>
internal sealed class SubscriptionTree
{
    /// <summary>Topics whose answer is remembered; beyond, all are forgotten.</summary>
    private const int MaximumAnswers = 10_000;

    private readonly Lock sync = new();
    private readonly Node root = new();
    private readonly ConcurrentDictionary<string, Answer> answers = new(StringComparer.Ordinal);
    private int version;

    /// <summary>Adds or replaces a subscription.</summary>
    public void Set(Subscription subscription)
    {
        lock (sync)
        {
            var node = root;
            foreach (var level in subscription.Request.Filter.Split('/'))
            {
                if (!node.Children.TryGetValue(level, out var child))
                    node.Children.Add(level, child = new Node());
                node = child;
            }
            node.Subscriptions[subscription.Session] = subscription;
            version++;
        }
    }

    /// <summary>Removes a subscription, and levels that nobody needs any more.</summary>
    public void Remove(ServerSession session, string filter)
    {
        lock (sync)
        {
            Remove(root, session, filter.Split('/'), 0);
            version++;
        }
    }

    /// <summary>Who gets publishes of a topic.</summary>
    public Subscriber[] Match(string topic)
    {
        if (answers.TryGetValue(topic, out var known) && known.Version == Volatile.Read(ref version))
            return known.Subscribers;
        if (answers.Count >= MaximumAnswers)
            answers.Clear();
        lock (sync)
        {
            var found = new List<Subscription>();
            Collect(root, topic.Split('/'), 0, found);
            Subscriber[] subscribers = [.. found.GroupBy(subscription => subscription.Session).Select(Subscriber.Of)];
            answers[topic] = new Answer(version, subscribers);
            return subscribers;
        }
    }

    private static void Collect(Node node, string[] levels, int depth, List<Subscription> found)
    {
        // [MQTT-4.7.2-1] No wildcard for a first level that starts with $.
        var wildcards = depth > 0 || !levels[0].StartsWith('$');
        // "a/#" matches "a", too.
        if (wildcards && node.Children.TryGetValue("#", out var rest))
            found.AddRange(rest.Subscriptions.Values);
        if (depth == levels.Length)
        {
            found.AddRange(node.Subscriptions.Values);
            return;
        }
        if (wildcards && node.Children.TryGetValue("+", out var any))
            Collect(any, levels, depth + 1, found);
        if (node.Children.TryGetValue(levels[depth], out var exact))
            Collect(exact, levels, depth + 1, found);
    }

    private static void Remove(Node node, ServerSession session, string[] levels, int depth)
    {
        if (depth == levels.Length)
        {
            node.Subscriptions.Remove(session);
            return;
        }
        if (!node.Children.TryGetValue(levels[depth], out var child))
            return;
        Remove(child, session, levels, depth + 1);
        if (child.Children.Count == 0 && child.Subscriptions.Count == 0)
            node.Children.Remove(levels[depth]);
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        public Dictionary<ServerSession, Subscription> Subscriptions { get; } = [];
    }

    private readonly record struct Answer(int Version, Subscriber[] Subscribers);
}

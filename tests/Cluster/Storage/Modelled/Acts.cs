using System.Globalization;
using System.Text;
using Marketplace.Domain;
using Marketplace.Domain.Records;
using Marketplace.Storage;
using Marketplace.Storage.Delivery;
using Marketplace.Storage.Installs;
using Marketplace.Storage.Invocations;
using Marketplace.Storage.Operations;
using Marketplace.Storage.Records;

namespace Marketplace.Tests.Cluster.Storage.Modelled;

/// <summary>One thing that a unit of work does, told twice: to the store, and to the memory, which answers the conflict it expects.</summary>
internal abstract record Act
{
    public const string Install = "i1";

    public static readonly Entity Part = new()
    {
        Name = "part",
        Fields = new Field[] { new() { Name = "code", Type = FieldType.Text, Unique = true }, new() { Name = "count", Type = FieldType.Integer } }
            .ToDictionary(static field => field.Name, StringComparer.Ordinal),
        Indexes = [["count"]],
    };

    public abstract void Append(Unit unit);

    /// <summary>Null when it went well; otherwise the conflict and its detail.</summary>
    public abstract (string Conflict, string Detail)? Apply(Memory memory);

    public sealed record Advance(string App, long Seq, long Epoch) : Act
    {
        public override void Append(Unit unit) => InstallFacts.Advance(unit, "firm", App, Seq, Epoch);

        public override (string, string)? Apply(Memory memory)
        {
            if (memory.Heads[App] != new Memory.Head(Seq, Epoch)) return (Codes.ConflictHead, App);
            memory.Heads[App] = new(Seq + 1, Epoch);
            return null;
        }
    }

    public sealed record Reply(string Key, string Word) : Act
    {
        public override void Append(Unit unit) =>
            OperationFacts.Insert(unit, new StoredOperation("firm", Key, "hash", "", Encoding.UTF8.GetBytes(Word), DateTimeOffset.UnixEpoch));

        public override (string, string)? Apply(Memory memory) => memory.Replies.TryAdd(Key, Word) ? null : (Conflicts.Operation, Key);
    }

    /// <summary>A change of one record: <paramref name="Before"/> is what its writer read, <paramref name="After"/> what it writes.</summary>
    public sealed record Change(string Id, Memory.Part? Before, Memory.Part? After) : Act
    {
        public override void Append(Unit unit) =>
            RecordFacts.Write(unit, Install, [new RecordChange(Part, Id, Row(Before), Row(After))]);

        public override (string, string)? Apply(Memory memory)
        {
            var stored = memory.Parts.GetValueOrDefault(Id);
            if (Before is null && stored is not null) return (Codes.ConflictUnique, "id");
            if (Before is not null && stored?.Version != Before.Version) return (Codes.ConflictVersion, Id);
            if (After is { Code.Length: > 0 } && memory.Parts.Any(other => other.Key != Id && other.Value.Code == After.Code)) return (Codes.ConflictUnique, "code");
            if (After is null) memory.Parts.Remove(Id);
            else memory.Parts[Id] = After;
            return null;
        }

        private RecordRow? Row(Memory.Part? part) => part is null ? null : new RecordRow
        {
            Entity = "part", Id = Id, Version = part.Version, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = "p", UpdatedAt = DateTimeOffset.UnixEpoch,
            Body = Encoding.UTF8.GetBytes(part.Code.Length == 0
                ? string.Create(CultureInfo.InvariantCulture, $"{{\"count\":{part.Count}}}")
                : string.Create(CultureInfo.InvariantCulture, $"{{\"code\":\"{part.Code}\",\"count\":{part.Count}}}")),
        };
    }

    public sealed record Send(string Id, string Source, string Target, long Now) : Act
    {
        public override void Append(Unit unit) => OutboxFacts.Send(unit, Id, Source, Target, "event", [1], DateTimeOffset.FromUnixTimeMilliseconds(Now));

        public override (string, string)? Apply(Memory memory)
        {
            if (!memory.LetterIds.Add(Id)) return (Conflicts.Exists, Id);
            var key = (Source, Target);
            if (!memory.Pairs.TryGetValue(key, out var pair))
            {
                pair = new(0, 0, Now, 0, 0);
                memory.Letters[key] = [];
            }
            // A pair with nothing open waits for the newcomer; one that waits already keeps its time.
            if (pair.Last == pair.Done) pair = pair with { Due = Now };
            memory.Pairs[key] = pair with { Last = pair.Last + 1 };
            memory.Letters[key].Add(new(pair.Last + 1, Id, false));
            return null;
        }
    }

    public sealed record Receive(string Target, string Source, long Seq) : Act
    {
        public override void Append(Unit unit) => OutboxFacts.Receive(unit, Target, Source, Seq);

        public override (string, string)? Apply(Memory memory)
        {
            if (memory.Marks.GetValueOrDefault((Target, Source), 0) >= Seq) return (Conflicts.InboxSeen, Source);
            memory.Marks[(Target, Source)] = Seq;
            return null;
        }
    }

    public sealed record Acknowledge(MessageRun Run, long Seq, long Now) : Act
    {
        public override void Append(Unit unit) => OutboxFacts.Acknowledge(unit, Run, Seq, DateTimeOffset.FromUnixTimeMilliseconds(Now));

        public override (string, string)? Apply(Memory memory)
        {
            Move(memory, Run, Seq, Now, Seq == Run.Done ? Run.Tries : 0);
            return null;
        }
    }

    public sealed record Fail(MessageRun Run, Message Letter, long Now) : Act
    {
        public override void Append(Unit unit) => OutboxFacts.Fail(unit, Run, Letter, "no", DateTimeOffset.FromUnixTimeMilliseconds(Now));

        public override (string, string)? Apply(Memory memory)
        {
            var failures = (Letter.Seq == Run.Done + 1 ? Run.Tries : 0) + 1;
            if (failures < 10)
            {
                Move(memory, Run, Letter.Seq - 1, Now + Wait(failures), failures);
                return null;
            }
            if (Holds(memory, Run))
            {
                var letters = memory.Letters[(Run.Source, Run.Target)];
                letters[(int)Letter.Seq - 1] = letters[(int)Letter.Seq - 1] with { Dead = true };
            }
            Move(memory, Run, Letter.Seq, Now, 0);
            return null;
        }
    }

    public sealed record Add(string Id, long Now, long Due) : Act
    {
        public override void Append(Unit unit) =>
            DueFacts.Add(unit, Id, "job", "k", [], DateTimeOffset.FromUnixTimeMilliseconds(Now), DateTimeOffset.FromUnixTimeMilliseconds(Due));

        public override (string, string)? Apply(Memory memory)
        {
            memory.Due.TryAdd(Id, new(Due, 0, 0, false));
            return null;
        }
    }

    public sealed record Finish(string Id) : Act
    {
        public override void Append(Unit unit) => DueFacts.Done(unit, Id);

        public override (string, string)? Apply(Memory memory)
        {
            memory.Due.Remove(Id);
            return null;
        }
    }

    public sealed record Postpone(DueItem Item, long Now) : Act
    {
        public override void Append(Unit unit) => DueFacts.Fail(unit, Item, "no", DateTimeOffset.FromUnixTimeMilliseconds(Now));

        public override (string, string)? Apply(Memory memory)
        {
            if (!memory.Due.TryGetValue(Item.Id, out var work) || work.Dead || work.Tries != Item.Tries) return null;
            memory.Due[Item.Id] = new(Now + Wait(Item.Tries + 1), Item.Tries + 1, 0, Item.Tries + 1 >= 10);
            return null;
        }
    }

    public sealed record Spend(string Month, long Cost, long Cap) : Act
    {
        public override void Append(Unit unit) => MeterFacts.Spend(unit, "firm", "auto/tag", Month, Cost, Cap);

        public override (string, string)? Apply(Memory memory)
        {
            var total = memory.Spent.GetValueOrDefault(Month, 0) + Cost;
            if (Cap > 0 && total > Cap) return (Codes.CapReached, "auto/tag");
            memory.Spent[Month] = total;
            return null;
        }
    }

    private static bool Holds(Memory memory, MessageRun run) =>
        memory.Pairs[(run.Source, run.Target)] is var pair && pair.Done == run.Done && pair.Lease == run.Lease.ToUnixTimeMilliseconds();

    private static void Move(Memory memory, MessageRun run, long done, long due, int tries)
    {
        if (!Holds(memory, run)) return;
        memory.Pairs[(run.Source, run.Target)] = memory.Pairs[(run.Source, run.Target)] with { Done = done, Due = due, Tries = tries, Lease = 0 };
    }

    private static long Wait(int failures) => 1_000L * Math.Min(600, 1L << (failures - 1));
}

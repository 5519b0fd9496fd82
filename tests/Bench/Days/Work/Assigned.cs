namespace Marketplace.Bench.Days;

/// <summary>Work that somebody did on the day.</summary>
/// <param name="Firm">Where.</param>
/// <param name="Fen">Paid beyond the wages that are paid in any case: overtime with contributions, or the way to another firm.</param>
internal sealed record Assigned(Person Person, int Firm, string Skill, double From, double Until, int Minutes, double Fen);

/// <summary>A day's work: who did what, whose people had nothing to do, and what nobody did.</summary>
/// <param name="Done">Everything that was worked.</param>
/// <param name="Idle">People who were there, paid, and had no work in the day shift.</param>
/// <param name="UnmetMinutes">By firm.</param>
/// <param name="Lent">Loans that were agreed, and shifts under them that were worked.</param>
/// <param name="Recovered">What lenders got back and borrowers paid, by lender and borrower, in fen.</param>
internal sealed record WorkedDay(IReadOnlyList<Assigned> Done, IReadOnlyList<Person> Idle, int[] UnmetMinutes, (int Agreed, int Refused, int Worked) Lent, IReadOnlyList<(int Lender, int Borrower, long Fen)> Recovered);

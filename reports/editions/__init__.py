"""What a board saw on its day, and where today's figures say something else.

Edition.rows → thaw → Pack then ┐
             build_pack → Pack now ┴→ facts.py → differences.py, with reasons.py → page.py
"""
